# Debian packages by CPack, one a component (`./dev package`):
#
#   linkstat-agent   the agent as a service
#   linkstat         the command line
#   linkstat-dev     the C++ client library
set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL agent client client-dev)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_VENDOR "Linkstat maintainers")
set(CPACK_PACKAGE_CONTACT "Linkstat maintainers <linkstat@example.invalid>")
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/cmake/package_files.cmake")
set(CPACK_LINKSTAT_DEBIAN_DIR "${PROJECT_SOURCE_DIR}/deploy/debian")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)

set(about "Linkstat tells over gRPC what linking a Justworks account needs and what an
account lacks, and keeps the state of linked accounts.
")

set(CPACK_DEBIAN_AGENT_PACKAGE_NAME linkstat-agent)
set(CPACK_DEBIAN_AGENT_PACKAGE_SECTION net)
set(CPACK_DEBIAN_AGENT_PACKAGE_SUGGESTS linkstat)
# For its user; the second stands in for it where there is no systemd.
set(CPACK_DEBIAN_AGENT_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers")
set(CPACK_DEBIAN_AGENT_DESCRIPTION "${about}
This package holds the agent and runs it as a service.")
set(CPACK_DEBIAN_AGENT_PACKAGE_CONTROL_EXTRA
  "${PROJECT_SOURCE_DIR}/deploy/debian/conffiles;${PROJECT_SOURCE_DIR}/deploy/debian/postinst;\
${PROJECT_SOURCE_DIR}/deploy/debian/prerm;${PROJECT_SOURCE_DIR}/deploy/debian/postrm")

set(CPACK_DEBIAN_CLIENT_PACKAGE_NAME linkstat)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SECTION net)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SUGGESTS linkstat-agent)
set(CPACK_DEBIAN_CLIENT_DESCRIPTION "${about}
This package holds the command line, which asks an agent or works without
one.")

set(CPACK_DEBIAN_CLIENT-DEV_PACKAGE_NAME linkstat-dev)
set(CPACK_DEBIAN_CLIENT-DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_CLIENT-DEV_PACKAGE_DEPENDS
  "libabsl-dev, libgrpc++-dev, libprotobuf-dev, libssl-dev, protobuf-compiler-grpc")
set(CPACK_DEBIAN_CLIENT-DEV_DESCRIPTION "${about}
This package holds the client library for C++ and its headers, for
find_package(linkstat).")

include(CPack)
