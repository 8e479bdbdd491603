using Pergola.Domain;
using Pergola.Domain.Network;

namespace Pergola.Planning.Ec2;

/// <summary>Which elastic address belongs to which interface.</summary>
internal static class ElasticIps
{
    /// <summary>The elastic address that maps to an interface; null when none does.</summary>
    public static ElasticIp? Of(Realm realm, string interfaceId) =>
        realm.Of<ElasticIp>().All.FirstOrDefault(address => address.NetworkInterfaceId == interfaceId);

    /// <summary>The public address of an interface, elastic or of the pool; null when it has none.</summary>
    public static string? PublicAddressOf(Realm realm, NetworkInterface networkInterface) =>
        Of(realm, networkInterface.NetworkInterfaceId)?.PublicIp ?? networkInterface.PublicIpAddress;

    /// <summary>
    /// The address that a request names by allocation id or by itself; the error says why there is none.
    /// </summary>
    public static Ec2Error? Named(Realm realm, string? allocationId, string? publicIp, out ElasticIp? address)
    {
        address = null;
        if (allocationId is not null)
        {
            address = realm.Of<ElasticIp>().Find(allocationId);
            return address is null ? new Ec2Error.NotFound(Noun.ElasticIp, allocationId) : null;
        }

        if (publicIp is null)
        {
            return new Ec2Error.MissingParameter("allocationId");
        }

        address = realm.Of<ElasticIp>().All.FirstOrDefault(each => each.PublicIp == publicIp);
        return address is null ? new Ec2Error.AddressNotFound(publicIp) : null;
    }
}
