# bash completion for linkstat: the program itself knows what can follow.
_linkstat() {
  local current=${COMP_WORDS[COMP_CWORD]} word line
  local -a words=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    case $word in
      \'*) word=${word#\'} word=${word%\'} ;;
      \"*) word=${word#\"} word=${word%\"} ;;
      *) word=${word//\\/} ;;
    esac
    words+=("$word")
  done
  # Of `--option=`, the sign is the last word.
  if [[ $word == = ]]; then word='' words[-1]=''; fi
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == files ]]; then
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$word")
    elif [[ $line == "$word"* ]]; then
      line=${line%%$'\t'*}
      # Bash inserts a candidate as it is, and closes a quote that was opened.
      [[ $current == [\'\"]* ]] || printf -v line %q "$line"
      COMPREPLY+=("$line")
    fi
  done < <("$1" __complete "${words[@]}" 2>/dev/null)
}
complete -F _linkstat linkstat
