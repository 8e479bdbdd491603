using System.Collections.Immutable;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Iam.Policies;

namespace Pergola.Planning.Access;

/// <summary>
/// What a role's sessions may do: what some policy allows and none denies, within the boundary if any.
/// </summary>
internal sealed class RolePolicies(RoleEntry role)
{
    private readonly ImmutableArray<PolicyDocument?> _policies = [.. role.Policies.Select(Read)];
    private readonly PolicyDocument? _boundary = role.Boundary is { } boundary ? Read(boundary) : null;
    private readonly bool _isBound = role.Boundary is not null;

    /// <summary>What they say together, and which of them says it: the boundary comes after all others.</summary>
    public (int Policy, PolicyFinding Finding) Find(PolicyRequest request)
    {
        var allowed = (Policy: 0, Finding: PolicyFinding.Silence);
        for (var index = 0; index < _policies.Length; index++)
        {
            var finding = _policies[index]?.Find(request) ?? PolicyFinding.Silence;
            if (finding.Verdict == PolicyVerdict.Denied)
            {
                return (index, finding);
            }

            if (finding.Verdict == PolicyVerdict.Allowed && allowed.Finding.Verdict == PolicyVerdict.Silent)
            {
                allowed = (index, finding);
            }
        }

        var bound = _isBound ? _boundary?.Find(request) ?? PolicyFinding.Silence : null;
        return bound is null or { Verdict: PolicyVerdict.Allowed } ? allowed : (_policies.Length, bound);
    }

    private static PolicyDocument? Read(string json) =>
        PolicyReader.TryRead(json, PolicyGrammar.Identity, out var document, out _) ? document : null;
}
