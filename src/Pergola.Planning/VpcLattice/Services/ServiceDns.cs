using System.Security.Cryptography;
using System.Text;
using Pergola.Api.VpcLattice;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>The names that Lattice generates for services.</summary>
internal static class ServiceDns
{
    /// <summary>The label that every service's name on AWS has.</summary>
    public const string Partition = "7d67968";

    /// <summary>The name holds the id, so a service that is made again has another name.</summary>
    public static string NameOf(string serviceName, string serviceId, string region) =>
        $"{serviceName}-{serviceId[LatticeIds.Service.Length..]}.{Partition}.vpc-lattice-svcs.{region}.on.aws";

    /// <summary>
    /// The hosted zone of a region's names: one constant per region. AWS's own is known for us-east-2; the others have
    /// its form.
    /// </summary>
    public static string HostedZoneOf(string region)
    {
        if (region == "us-east-2")
        {
            return "Z09127221KTH2CFUOHIZH";
        }

        const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(region));
        return "Z" + string.Concat(hash.Take(20).Select(value => Alphabet[value % Alphabet.Length]));
    }

    public static DnsEntry EntryOf(LatticeService service) =>
        new() { DomainName = service.DomainName, HostedZoneId = service.HostedZoneId };
}
