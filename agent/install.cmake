# Installs the agent with what a host needs to run it as a service.
include(GNUInstallDirs)

set(agent_page "${CMAKE_CURRENT_BINARY_DIR}/linkstat-agent.8")
add_custom_command(
  OUTPUT "${agent_page}"
  COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/man/make" "$<TARGET_FILE:linkstat-agent>"
          "${CMAKE_CURRENT_SOURCE_DIR}/man/linkstat-agent.8.in" "${agent_page}"
  DEPENDS linkstat-agent man/make man/options.awk man/linkstat-agent.8.in
  COMMENT "Manual page of the agent")
add_custom_target(linkstat_agent_page ALL DEPENDS "${agent_page}")

# Nothing that the loader fills in can be written over afterwards.
target_link_options(linkstat-agent PRIVATE -Wl,-z,relro,-z,now)

# systemd and its settings are found at the same places whatever the prefix.
set(deploy_dir "${PROJECT_SOURCE_DIR}/deploy")
install(TARGETS linkstat-agent RUNTIME COMPONENT agent)
install(FILES "${agent_page}" DESTINATION "${CMAKE_INSTALL_MANDIR}/man8" COMPONENT agent)
install(FILES completion/linkstat-agent.bash RENAME linkstat-agent
        DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" COMPONENT agent)
install(FILES "${deploy_dir}/systemd/linkstat-agent.service"
        DESTINATION lib/systemd/system COMPONENT agent)
install(FILES "${deploy_dir}/systemd/sysusers.conf" RENAME linkstat-agent.conf
        DESTINATION lib/sysusers.d COMPONENT agent)
install(FILES "${deploy_dir}/systemd/agent.conf"
        DESTINATION "${CMAKE_INSTALL_FULL_SYSCONFDIR}/linkstat" COMPONENT agent)
