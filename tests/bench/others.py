"""What is measured in the same rounds as the agent: functions of a question and the agent's
answer to it that make a server."""

import bare_servers
import grpc_go
import load
import measured
import questions


def agents(program):
    """Another agent to compare with, where there is one."""
    if program is None:
        return []
    return [lambda _question, _answer: measured.Agent(program=program, name="before")]


def servers(with_peers):
    """Servers that answer the first question only, and why some of them do not."""
    with measured.Agent() as agent:
        catalog = load.ask(agent.address, questions.AT_THE_FLOOR[-1])
    makers = [bare_servers.Nghttpd, lambda _question, answer: bare_servers.Callback(answer)]
    not_built = {}
    try:
        program = grpc_go.build()
        makers.append(lambda _question, _answer: grpc_go.GrpcGo(program, catalog))
    except grpc_go.NotBuilt as why:
        not_built["grpc-go"] = str(why)
    if with_peers:
        import peers  # needs npm packages

        makers += [lambda _question, _answer: peers.GrpcJs(catalog),
                    lambda _question, _answer: peers.Cerbos()]
    return makers, not_built
