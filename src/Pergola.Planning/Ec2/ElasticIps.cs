using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>Which elastic address belongs to which interface.</summary>
internal static class ElasticIps
{
    /// <summary>The elastic address that maps to an interface; null when none does.</summary>
    public static ElasticIp? Of(Realm realm, string interfaceId) =>
        realm.Of<ElasticIp>().All.FirstOrDefault(address => address.NetworkInterfaceId == interfaceId);
}
