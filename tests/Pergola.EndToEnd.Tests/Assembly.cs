using Xunit.Sdk;
using Xunit.v3;

// Each test has servers, Terraform and clients of its own: one after another they have the machine to themselves.
[assembly: Parallelization(Mode = ParallelMode.None)]
