namespace Pergola.Demo;

/// <summary>The playground stack, whoever makes it.</summary>
internal interface IStack
{
    /// <summary>For people: <c>Terraform</c>, or <c>the API</c>.</summary>
    string Maker { get; }

    /// <summary>Creates or changes the stack so that so many tasks are wanted.</summary>
    Task ApplyAsync(int desiredCount);

    /// <summary>What a plan would still change; empty when nothing. Null when the maker cannot plan.</summary>
    Task<string?> PlanAsync(int desiredCount);

    /// <summary>Removes everything that was created.</summary>
    Task DestroyAsync();

    /// <summary>What requests need to know.</summary>
    Task<StackOutputs> OutputsAsync();
}

/// <summary>What requests need to know of the stack.</summary>
internal sealed record StackOutputs(
    string ServiceName, string ClientVpc, string ClientSecurityGroup, string Cluster, string EcsService);
