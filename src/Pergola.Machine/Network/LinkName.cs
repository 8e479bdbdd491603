using System.Security.Cryptography;
using System.Text;

namespace Pergola.Machine.Network;

/// <summary>Kernel names of links. They are short (15 bytes at most), so an id goes into one as a hash.</summary>
public static class LinkName
{
    /// <summary>What matches the VPC's end of every interface.</summary>
    public const string AnyInterface = "e-*";

    /// <summary>The VPC's link towards the internet.</summary>
    public const string Internet = "igw";

    /// <summary>The VPC's end of an interface.</summary>
    public static string Of(string interfaceId) => $"e-{Hash(interfaceId)}";

    /// <summary>The internet's end of a VPC's link.</summary>
    public static string OfGateway(string vpcId) => $"g-{Hash(vpcId)}";

    private static string Hash(string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))[..6]);
}
