// Each test has servers, Terraform and clients of its own: one after another they have the machine to themselves.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
