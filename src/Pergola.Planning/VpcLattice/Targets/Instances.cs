using System.Net;
using Pergola.Domain;

namespace Pergola.Planning.VpcLattice;

/// <summary>An EC2 instance, as far as a target group of type INSTANCE needs to know it.</summary>
/// <param name="Address">The primary private address of its primary interface: where it is dialled.</param>
internal sealed record TargetInstance(string InstanceId, string VpcId, bool IsRunning, IPAddress Address);

/// <summary>
/// The one place where an instance is looked up by its id. Pergola has no EC2 instances yet, so there is none.
/// </summary>
internal static class Instances
{
    public static TargetInstance? Find(Realm realm, string instanceId)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return null;
    }
}
