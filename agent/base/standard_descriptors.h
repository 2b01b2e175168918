#ifndef LINKSTAT_AGENT_BASE_STANDARD_DESCRIPTORS_H_
#define LINKSTAT_AGENT_BASE_STANDARD_DESCRIPTORS_H_

namespace linkstat {

// Whether standard input, output or error (0, 1 or 2) was closed when the program
// started.
//
// A program that calls this opens /dev/null on each of them that is closed, so that
// no file or socket gets its number and nothing that is written to standard error ends
// in a file. That happens before anything else in the process, since constructors of
// libraries open descriptors as well. Standard input then cannot be read, nor standard
// output written; what is written to standard error is dropped. Where /dev/null
// cannot be opened, the program ends with exit code 3.
bool ClosedAtStart(int descriptor);

}  // namespace linkstat

#endif  // LINKSTAT_AGENT_BASE_STANDARD_DESCRIPTORS_H_
