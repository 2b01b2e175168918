// CheckPermissions of the same proto, with the same answers, as a team on Node
// would write it: generated messages, a map of labels, no fast path.
//
//   node grpc_js_server.mjs PROTO_FOLDER CATALOG_JSON
//
// Listens on a free port of loopback and prints it as one line. CATALOG_JSON is
// a GetCatalogResponse in proto3 JSON.

import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const [folder, file] = process.argv.slice(2);
const { catalog, catalogRevision } = JSON.parse(readFileSync(file, "utf8"));
const permissions = catalog.permissions;
const numberOf = new Map(permissions.map((permission, number) => [permission.label, number]));
const required = catalog.dataDomains.map((domain) =>
  permissions.filter(
    (permission) =>
      permission.level === "PERMISSION_LEVEL_REQUIRED" &&
      permission.dataDomainIds.includes(domain.id),
  ),
);

function impact(domain, number, granted) {
  const missing = required[number].filter((permission) => !granted.has(permission.label));
  return {
    dataDomainId: domain.id,
    label: domain.label,
    state: missing.length > 0 ? "DOMAIN_STATE_BLOCKED" : "DOMAIN_STATE_AVAILABLE",
    blockedByPermissionIds: missing.map((permission) => permission.id),
  };
}

function check({ observed }) {
  const granted = new Set(observed.names.filter((name) => numberOf.has(name)));
  const missing = permissions.some(
    ({ level, label }) => level === "PERMISSION_LEVEL_REQUIRED" && !granted.has(label),
  );
  return {
    verdict: missing ? "VERDICT_NOT_SATISFIED" : "VERDICT_SATISFIED",
    results: permissions.map(({ id, label, level }) => ({
      permissionId: id,
      label,
      level,
      state: granted.has(label) ? "PERMISSION_STATE_GRANTED" : "PERMISSION_STATE_MISSING",
    })),
    impacts: catalog.dataDomains.map((domain, number) => impact(domain, number, granted)),
    catalogRevision,
  };
}

const definition = loader.loadSync("linkstat/v1/linking_service.proto", {
  includeDirs: [folder],
  enums: String,
});
const { LinkingService } = grpc.loadPackageDefinition(definition).linkstat.v1;
const server = new grpc.Server();
server.addService(LinkingService.service, {
  CheckPermissions: (call, answer) => answer(null, check(call.request)),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
