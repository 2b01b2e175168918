#include "agent/rpc/service/reflection_service.h"

#include <deque>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "agent/rpc/call/codec.h"
#include "agent/rpc/transport/server_call.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"

namespace linkstat::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

const DescriptorPool& Protos() { return *DescriptorPool::generated_pool(); }

void NotFound(const std::string& what, ServerReflectionResponse& response) {
  response.mutable_error_response()->set_error_code(grpc::StatusCode::NOT_FOUND);
  response.mutable_error_response()->set_error_message(absl::StrCat(what, " not found"));
}

// The file and all that it imports, each once.
void AddFiles(const FileDescriptor* first, ServerReflectionResponse& response) {
  if (first == nullptr) return NotFound("file", response);
  std::deque<const FileDescriptor*> rest = {first};
  absl::flat_hash_set<const FileDescriptor*> seen = {first};
  for (; !rest.empty(); rest.pop_front()) {
    google::protobuf::FileDescriptorProto proto;
    rest.front()->CopyTo(&proto);
    response.mutable_file_descriptor_response()->add_file_descriptor_proto(
        proto.SerializeAsString());
    for (int i = 0; i < rest.front()->dependency_count(); ++i) {
      const FileDescriptor* import = rest.front()->dependency(i);
      if (seen.insert(import).second) rest.push_back(import);
    }
  }
}

const FileDescriptor* FileOfExtension(const grpc::reflection::v1::ExtensionRequest& request) {
  const Descriptor* type = Protos().FindMessageTypeByName(request.containing_type());
  if (type == nullptr) return nullptr;
  const FieldDescriptor* extension =
      Protos().FindExtensionByNumber(type, request.extension_number());
  return extension == nullptr ? nullptr : extension->file();
}

void AddExtensionNumbers(const std::string& name, ServerReflectionResponse& response) {
  const Descriptor* type = Protos().FindMessageTypeByName(name);
  if (type == nullptr) return NotFound("type", response);
  std::vector<const FieldDescriptor*> extensions;
  Protos().FindAllExtensions(type, &extensions);
  auto& numbers = *response.mutable_all_extension_numbers_response();
  numbers.set_base_type_name(name);
  for (const FieldDescriptor* extension : extensions) {
    numbers.add_extension_number(extension->number());
  }
}

// What is not found is an error_response with NOT_FOUND, as the protocol wants it.
ServerReflectionResponse Reflect(const std::vector<std::string>& services,
                                 const ServerReflectionRequest& request) {
  ServerReflectionResponse response;
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case ServerReflectionRequest::kFileByFilename:
      AddFiles(Protos().FindFileByName(request.file_by_filename()), response);
      break;
    case ServerReflectionRequest::kFileContainingSymbol:
      AddFiles(Protos().FindFileContainingSymbol(request.file_containing_symbol()), response);
      break;
    case ServerReflectionRequest::kFileContainingExtension:
      AddFiles(FileOfExtension(request.file_containing_extension()), response);
      break;
    case ServerReflectionRequest::kAllExtensionNumbersOfType:
      AddExtensionNumbers(request.all_extension_numbers_of_type(), response);
      break;
    case ServerReflectionRequest::kListServices:
      for (const std::string& service : services) {
        response.mutable_list_services_response()->add_service()->set_name(service);
      }
      break;
    case ServerReflectionRequest::MESSAGE_REQUEST_NOT_SET:
      response.mutable_error_response()->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
      response.mutable_error_response()->set_error_message("message_request is not set");
      break;
  }
  return response;
}

// One stream of requests, each answered before the next is read. Deletes itself.
class ReflectionStream final : public StreamHandler {
 public:
  ReflectionStream(std::shared_ptr<const std::vector<std::string>> services, ServerCall* call)
      : services_(std::move(services)), call_(call) {
    call_->Attach(this);
    call_->StartRead(&message_);
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return call_->FinishAfterLastRead();
    ServerReflectionRequest request;
    const absl::Status status = Decode(message_, request);
    if (!status.ok()) return call_->Finish(status);
    call_->StartWrite(Encode(Reflect(*services_, request)));
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return call_->FinishCancelled();
    call_->StartRead(&message_);
  }
  void OnDone() override { delete this; }

  const std::shared_ptr<const std::vector<std::string>> services_;
  ServerCall* const call_;
  grpc::ByteBuffer message_;
};

}  // namespace

void AddReflection(std::vector<std::string> services, MethodHandlers& handlers) {
  const auto shared = std::make_shared<const std::vector<std::string>>(std::move(services));
  for (const Method method : {Method::kReflection, Method::kReflectionAlpha}) {
    handlers.AddReader(method, [shared](ServerCall* call) { new ReflectionStream(shared, call); });
  }
}

}  // namespace linkstat::rpc
