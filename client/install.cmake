# Installs the program with its manual page, and the library with what is needed
# to build against it:
#
#   find_package(linkstat REQUIRED)
#   target_link_libraries(app PRIVATE linkstat::client)
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/linkstat")
# Headers that other packages may install as well are kept apart.
set(bundled_dir "${CMAKE_INSTALL_INCLUDEDIR}/linkstat/bundled")
set(generated "${PROJECT_BINARY_DIR}/proto/gen")

# Nothing that the loader fills in can be written over afterwards.
target_link_options(linkstat PRIVATE -Wl,-z,relro,-z,now)
install(TARGETS linkstat DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT client)
install(FILES man/linkstat.1 DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT client)

install(FILES cli/completion/linkstat.bash RENAME linkstat
        DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" COMPONENT client)
install(FILES cli/completion/linkstat.zsh RENAME _linkstat
        DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions" COMPONENT client)
install(FILES cli/completion/linkstat.fish
        DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" COMPONENT client)

foreach(part base proto grpc client)
  set_target_properties(linkstat_${part} PROPERTIES EXPORT_NAME ${part})
endforeach()
install(TARGETS linkstat_base linkstat_proto linkstat_grpc linkstat_client EXPORT linkstat
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT client-dev
        INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" "${bundled_dir}")
install(EXPORT linkstat NAMESPACE linkstat:: FILE linkstat-targets.cmake
        DESTINATION "${package_dir}" COMPONENT client-dev)

install(DIRECTORY cpp/include/linkstat DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT client-dev)
install(DIRECTORY "${generated}/linkstat/v1" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/linkstat"
        COMPONENT client-dev FILES_MATCHING PATTERN "*.pb.h" PATTERN "*.grpc.pb.h" EXCLUDE)
install(DIRECTORY "${generated}/google" DESTINATION "${bundled_dir}"
        COMPONENT client-dev FILES_MATCHING PATTERN "*.pb.h")

configure_package_config_file(linkstat-config.cmake.in
  "${CMAKE_CURRENT_BINARY_DIR}/linkstat-config.cmake" INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/linkstat-config-version.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/linkstat-config.cmake"
              "${CMAKE_CURRENT_BINARY_DIR}/linkstat-config-version.cmake"
        DESTINATION "${package_dir}" COMPONENT client-dev)
