using Xunit.Sdk;
using Xunit.v3;

// Each test has servers, ports, folders and clients of its own, and mostly waits: for Terraform's polls, for requests
// that must time out. Classes run beside each other, few at a time, so that a small machine still keeps AWS's times.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 3)]
