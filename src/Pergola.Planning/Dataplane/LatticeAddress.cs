using System.Net;
using System.Text;
using Pergola.Core;

namespace Pergola.Planning.Dataplane;

/// <summary>The entry addresses of services: 169.254.171.0/24, as AWS's managed prefix list has it.</summary>
internal static class LatticeAddress
{
    /// <summary>The first usable offset: the network and the conventional gateway are left out.</summary>
    private const uint First = 2;

    private const uint Count = 253;

    private static readonly Cidr s_range = Cidr.Parse("169.254.171.0/24");

    /// <summary>
    /// The address of a service: always the same for one id. Services may share one, because a request's name picks the
    /// service, not its address.
    /// </summary>
    public static IPAddress Of(string serviceId) => s_range.AddressAt(First + (Hash(serviceId) % Count));

    // FNV-1a: string.GetHashCode differs from process to process.
    internal static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ value) * 16777619u;
        }

        return hash;
    }
}
