#ifndef LINKSTAT_AGENT_APP_TUNE_PROCESS_H_
#define LINKSTAT_AGENT_APP_TUNE_PROCESS_H_

namespace linkstat::app {

// Sets what the whole process does with memory and locks. To be called once,
// before there are other threads.
void TuneProcess();

}  // namespace linkstat::app

#endif  // LINKSTAT_AGENT_APP_TUNE_PROCESS_H_
