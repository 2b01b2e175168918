# Makes the options that `--help` tells into the entries of a manual page.

function roff(text) {
  gsub(/\\/, "\\e", text)
  gsub(/-/, "\\-", text)
  return text
}

function flush() {
  if (name == "") return
  split(name, words, " ")
  value = substr(name, length(words[1]) + 1)
  print ".TP"
  if (value == "") print ".B " roff(words[1])
  else print ".BI " roff(words[1]) " \"" roff(value) "\""
  print roff(text) "."
  name = text = ""
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
  text = text == "" ? $0 : text " " $0
  next
}
{ flush() }
END { flush() }
