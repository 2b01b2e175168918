// CheckPermissions of the same proto, with the same answers, as a team on Go would
// write it: generated messages, a map of labels, no fast path.
//
//	grpc_go_server CATALOG_FILE
//
// Listens on a free port of loopback and prints it as one line. CATALOG_FILE holds the
// bytes of a GetCatalogResponse.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"os"
	"slices"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	pb "linkstat/tests/bench/peers/go/linkstatv1"
)

type server struct {
	pb.UnimplementedLinkingServiceServer
	permissions []*pb.Permission
	domains     []*pb.DataDomain
	// The required permissions of each domain.
	required [][]*pb.Permission
	known    map[string]bool
	revision string
}

func newServer(answer *pb.GetCatalogResponse) *server {
	catalog := answer.GetCatalog()
	s := &server{
		permissions: catalog.GetPermissions(),
		domains:     catalog.GetDataDomains(),
		known:       make(map[string]bool),
		revision:    answer.GetCatalogRevision(),
	}
	for _, permission := range s.permissions {
		s.known[permission.GetLabel()] = true
	}
	for _, domain := range s.domains {
		var required []*pb.Permission
		for _, permission := range s.permissions {
			if permission.GetLevel() == pb.PermissionLevel_PERMISSION_LEVEL_REQUIRED &&
				slices.Contains(permission.GetDataDomainIds(), domain.GetId()) {
				required = append(required, permission)
			}
		}
		s.required = append(s.required, required)
	}
	return s
}

func (s *server) impact(number int, granted map[string]bool) *pb.DomainImpact {
	impact := &pb.DomainImpact{
		DataDomainId: s.domains[number].GetId(),
		Label:        s.domains[number].GetLabel(),
		State:        pb.DomainState_DOMAIN_STATE_AVAILABLE,
	}
	for _, permission := range s.required[number] {
		if !granted[permission.GetLabel()] {
			impact.State = pb.DomainState_DOMAIN_STATE_BLOCKED
			impact.BlockedByPermissionIds = append(impact.BlockedByPermissionIds, permission.GetId())
		}
	}
	return impact
}

func (s *server) CheckPermissions(_ context.Context, request *pb.CheckPermissionsRequest) (
	*pb.CheckPermissionsResponse, error) {
	granted := make(map[string]bool)
	for _, name := range request.GetObserved().GetNames() {
		if s.known[name] {
			granted[name] = true
		}
	}
	response := &pb.CheckPermissionsResponse{
		Verdict:         pb.Verdict_VERDICT_SATISFIED,
		CatalogRevision: s.revision,
	}
	for _, permission := range s.permissions {
		state := pb.PermissionState_PERMISSION_STATE_GRANTED
		if !granted[permission.GetLabel()] {
			state = pb.PermissionState_PERMISSION_STATE_MISSING
			if permission.GetLevel() == pb.PermissionLevel_PERMISSION_LEVEL_REQUIRED {
				response.Verdict = pb.Verdict_VERDICT_NOT_SATISFIED
			}
		}
		response.Results = append(response.Results, &pb.PermissionResult{
			PermissionId: permission.GetId(),
			Label:        permission.GetLabel(),
			Level:        permission.GetLevel(),
			State:        state,
		})
	}
	for number := range s.domains {
		response.Impacts = append(response.Impacts, s.impact(number, granted))
	}
	return response, nil
}

func run(file string) error {
	bytes, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	answer := &pb.GetCatalogResponse{}
	if err := proto.Unmarshal(bytes, answer); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	s := grpc.NewServer()
	pb.RegisterLinkingServiceServer(s, newServer(answer))
	return s.Serve(listener)
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: grpc_go_server CATALOG_FILE")
	}
	log.Fatal(run(os.Args[1]))
}
