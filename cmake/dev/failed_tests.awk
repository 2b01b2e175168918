# Of CTest's output: the results and the output of the tests that did not pass, and the
# closing lines.
/^ +Start +[0-9]+: / { next }
/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / { shown = !/ Passed +[0-9.]+ sec$/ }
/^[0-9]+% tests passed/ { shown = 1 }
shown
