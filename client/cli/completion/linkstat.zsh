#compdef linkstat
# zsh completion for linkstat: the program itself knows what can follow.
_linkstat() {
  local line
  local -a values descriptions before=("${(@Q)words[2,CURRENT-1]}")
  while IFS= read -r line; do
    if [[ $line == files ]]; then
      compset -P '--*='
      _files
    else
      values+=("${line%%$'\t'*}")
      descriptions+=("${line/$'\t'/  }")
    fi
  done < <("$words[1]" __complete "${before[@]}" "$PREFIX" 2>/dev/null)
  compadd -l -d descriptions -a values
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _linkstat "$@"
else
  compdef _linkstat linkstat
fi
