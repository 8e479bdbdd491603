using Pergola.Api.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// For which domains an association of a VPC makes private names (VPC Lattice user guide, "Resource configurations").
/// </summary>
internal static class PrivateDns
{
    /// <summary>
    /// The options as AWS returns them: VERIFIED_DOMAINS_ONLY unless something else is asked; null when private DNS is
    /// off and no options were given.
    /// </summary>
    public static DnsOptions? Effective(bool enabled, DnsOptions? options) => (enabled, options) switch
    {
        (false, null) => null,
        _ => (options ?? new DnsOptions()) with
        {
            PrivateDnsPreference = options?.PrivateDnsPreference ?? PrivateDnsPreference.VerifiedDomainsOnly,
        },
    };

    /// <summary>True when a VPC with these options takes a private name.</summary>
    /// <param name="isVerified">Whether the name's domain was verified.</param>
    public static bool Admits(DnsOptions? options, string name, bool isVerified)
    {
        var isSpecified = (options?.PrivateDnsSpecifiedDomains ?? []).Any(domain =>
            domain.StartsWith("*.", StringComparison.Ordinal)
            ? name.EndsWith(domain[1..], StringComparison.OrdinalIgnoreCase)
            : name.Equals(domain, StringComparison.OrdinalIgnoreCase));
        return options?.PrivateDnsPreference switch
        {
            PrivateDnsPreference.AllDomains => true,
            PrivateDnsPreference.VerifiedDomainsAndSpecifiedDomains => isVerified || isSpecified,
            PrivateDnsPreference.SpecifiedDomainsOnly => isSpecified,
            _ => isVerified,
        };
    }

    /// <summary>Everything that is wrong with the options of a request.</summary>
    public static IEnumerable<FieldFault> Faults(DnsOptions? options)
    {
        const string Field = "dnsOptions.privateDnsSpecifiedDomains";
        if (options is null)
        {
            yield break;
        }

        var preference = options.PrivateDnsPreference ?? PrivateDnsPreference.VerifiedDomainsOnly;
        var specifies = preference is PrivateDnsPreference.SpecifiedDomainsOnly
            or PrivateDnsPreference.VerifiedDomainsAndSpecifiedDomains;
        var domains = options.PrivateDnsSpecifiedDomains ?? [];
        if (specifies != domains.Count > 0)
        {
            yield return new FieldFault(Field, specifies
                ? $"{Field} is required with privateDnsPreference {preference}: give 1 to 10 domains."
                : $"{Field} is not for privateDnsPreference {preference}; leave it out, or specify domains.");
        }

        foreach (var domain in domains.Where(domain => !DomainNames.IsValid(domain, wildcard: true)))
        {
            yield return new FieldFault(
                Field, $"{Field} has '{domain}', which is no domain name such as 'example.com' or '*.example.com'.");
        }
    }
}
