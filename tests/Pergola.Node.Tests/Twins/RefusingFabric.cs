using Pergola.Core;
using Pergola.Machine.Network;
using Pergola.Machine.Network.Twin;

namespace Pergola.Node.Tests.Twins;

/// <summary>The fabric's twin, on a machine that refuses to make some VPCs.</summary>
internal sealed class RefusingFabric(FabricTwin twin, Journal journal) : IFabric
{
    private volatile string? _refused;

    /// <summary>The VPC that cannot be made; null: all can.</summary>
    public string? Refused
    {
        get => _refused;
        set => _refused = value;
    }

    public FabricState Observe() => twin.Observe();

    public FabricOutcome Apply(ValueList<FabricOp> plan)
    {
        var applied = 0;
        foreach (var step in plan)
        {
            journal.Add(Line(step));
            if (step is FabricOp.EnsureVpc(var vpc) && vpc.VpcId == _refused)
            {
                return new FabricOutcome(applied, "the kernel refuses");
            }

            Assert.Null(twin.Apply([step]).Failure);
            applied++;
        }

        return new FabricOutcome(applied, null);
    }

    public Verdict Trace(Packet packet) => twin.Trace(packet);

    /// <summary>Somebody else takes a VPC from the machine.</summary>
    public void Lose(string vpcId) => Assert.Null(twin.Apply([new FabricOp.RemoveVpc(vpcId)]).Failure);

    private static string Line(FabricOp step) => step switch
    {
        FabricOp.EnsureVpc op => $"EnsureVpc {op.Vpc.VpcId}",
        FabricOp.EnsureRules op => $"EnsureRules {op.Vpc.VpcId}",
        FabricOp.EnsureInterface op => $"EnsureInterface {op.Interface.InterfaceId} in {op.Interface.Sandbox}",
        FabricOp.RemoveInterface op => $"RemoveInterface {op.InterfaceId}",
        FabricOp.RemoveVpc op => $"RemoveVpc {op.VpcId}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
