# bash completion for linkstat-agent. The words are those of the program's help, so that
# the two cannot differ.
_linkstat_agent() {
  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}"
  local agent="${COMP_WORDS[0]}" word help
  local -a path=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      healthcheck | store | backup | check) path+=("$word") ;;
    esac
  done
  help=$("$agent" "${path[@]}" --help 2>/dev/null) || return
  if [[ $prev == -* && $help =~ (^|[[:space:],])"$prev "([A-Za-z_|]+) ]]; then
    local value=${BASH_REMATCH[2]}
    if [[ $value == *'|'* ]]; then
      mapfile -t COMPREPLY < <(compgen -W "${value//|/ }" -- "$cur")
    else
      mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    fi
    return
  fi
  mapfile -t COMPREPLY < <(compgen -W "$(awk '
    /^Subcommands:/ { commands = 1; next }
    /^[^ ]/ { commands = 0 }
    commands && $1 { print $1 }
    /^  -/ { sub(/.*,/, "", $1); print $1 }' <<<"$help")" -- "$cur")
}
complete -o filenames -F _linkstat_agent linkstat-agent
