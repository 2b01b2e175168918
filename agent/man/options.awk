# Makes options into the entries of a manual page: those of `--help`, indented, and those
# of `--settings-reference`, in Markdown.

function roff(text) {
  gsub(/\\/, "\\e", text)
  gsub(/-/, "\\-", text)
  gsub(/`/, "", text)
  return text
}

function flush() {
  if (name == "") return
  split(name, words, " ")
  value = substr(name, length(words[1]) + 1)
  print ".TP"
  if (value == "") print ".B " roff(words[1])
  else print ".BI " roff(words[1]) " \"" roff(value) "\""
  sub(/\.?$/, ".", text)
  print roff(text)
  name = text = ""
}

function append(line) { text = text == "" ? line : text " " line }

/^### / {
  flush()
  markdown = 1
  name = substr($0, 6, length($0) - 6)
  next
}
/^## / {
  flush()
  print ".SS " roff(substr($0, 4))
  next
}
markdown {
  if ($0 != "") append($0)
  next
}
/^  -/ {
  flush()
  line = substr($0, 3)
  at = match(line, /  +/)
  name = at ? substr(line, 1, at - 1) : line
  sub(/^-h,--help$/, "--help", name)
  text = at ? substr(line, at + RLENGTH) : ""
  next
}
/^          / && name != "" {
  sub(/^ +/, "")
  append($0)
  next
}
{ flush() }
END { flush() }
