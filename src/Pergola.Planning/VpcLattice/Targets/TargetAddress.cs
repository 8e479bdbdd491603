using System.Net;
using Pergola.Api.VpcLattice;
using Pergola.Domain;
using Target = Pergola.Domain.VpcLattice.Target;
using TargetGroup = Pergola.Domain.VpcLattice.TargetGroup;

namespace Pergola.Planning.VpcLattice;

/// <summary>Where a target is dialled.</summary>
internal static class TargetAddress
{
    /// <summary>
    /// The address of an IP or an instance; null for what lies outside Pergola (functions, load balancers) and so is
    /// neither dialled nor checked.
    /// </summary>
    public static IPAddress? Of(Realm realm, TargetGroup group, Target target) => group.Type switch
    {
        TargetGroupType.Ip => IPAddress.TryParse(target.TargetId, out var address) ? address : null,
        TargetGroupType.Instance => Instances.Find(realm, target.TargetId)?.Address,
        _ => null,
    };
}
