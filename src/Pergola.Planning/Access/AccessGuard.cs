using System.Collections.Immutable;
using Pergola.Planning.Dataplane;
using Pergola.Planning.Iam.Policies;

namespace Pergola.Planning.Access;

/// <summary>
/// Decides whether requests to one service through one network may go on: the signature must convince if there is one;
/// and while either level asks for it, the network's policy, the service's and those of the caller's role must all
/// allow, and none may deny (VPC Lattice user guide, "Auth policies").
/// </summary>
public sealed class AccessGuard
{
    /// <summary>The action of HTTP requests.</summary>
    public const string Invoke = "vpc-lattice-svcs:Invoke";

    /// <summary>The action of connections that are passed through.</summary>
    public const string Connect = "vpc-lattice-svcs:Connect";

    private readonly AccessEntry _entry;
    private readonly string _serviceArn;
    private readonly ImmutableArray<(AccessLevel Level, PolicyDocument? Policy)> _levels;

    /// <summary>Reads the policies; what cannot be read allows nothing.</summary>
    public AccessGuard(AccessEntry entry, string serviceArn)
    {
        _entry = entry;
        _serviceArn = serviceArn;
        _levels =
        [
            .. Level(AccessLevel.Network, entry.NetworkPolicy),
            .. Level(AccessLevel.Service, entry.ServicePolicy),
        ];
    }

    /// <summary>Whether requests without a signature go on unseen.</summary>
    public bool IsOpen => _levels.IsEmpty;

    /// <summary>Decides on an HTTP request.</summary>
    public AccessVerdict Judge(AccessRequest request, AccessKeys keys)
    {
        var proof = keys.Prove(request, _serviceArn, readsQuery: !IsOpen);
        return proof.Fault is { } fault
            ? new AccessVerdict.Unproven(fault)
            : Judge(request, proof.Caller!, keys);
    }

    /// <summary>Decides on an HTTP request of somebody who is known.</summary>
    internal AccessVerdict Judge(AccessRequest request, AccessCaller caller, AccessKeys keys) =>
        Judge(request, caller, keys, Invoke, _serviceArn + request.Path);

    /// <summary>
    /// Decides on a connection that is passed through: nobody signs it, and the resource is the service itself.
    /// </summary>
    /// <param name="request">Without method, path and headers.</param>
    public AccessVerdict JudgeConnection(AccessRequest request, AccessKeys keys) =>
        Judge(request, AccessCaller.Anonymous, keys, Connect, _serviceArn);

    private AccessVerdict Judge(
        AccessRequest request, AccessCaller caller, AccessKeys keys, string action, string resource)
    {
        if (IsOpen)
        {
            return new AccessVerdict.Allowed(caller, []);
        }

        var asked = new PolicyRequest(
            new PolicyPrincipal("AWS", caller.ToString()),
            action,
            resource,
            new RequestContext(request, caller, _serviceArn, _entry.Tags))
        {
            Role = caller.Role is { } role ? new PolicyPrincipal("AWS", role.Arn) : null,
        };
        var said = _levels
            .Select(level => (
                Verdict: Ask(level.Policy, asked, out var finding), Reason: Reason(level.Level, 0, finding)))
            .Append(AskIdentity(caller, keys, asked))
            .ToImmutableArray();
        return Sum(said, caller, action, resource);
    }

    // A denial wins; among silent levels the first is told.
    private static AccessVerdict Sum(
        ImmutableArray<(PolicyVerdict Verdict, AccessReason Reason)> said,
        AccessCaller caller,
        string action,
        string resource)
    {
        var user = $"AccessDeniedException: User: {caller} is not authorized to perform: {action} "
            + $"on resource: {resource}";
        foreach (var (verdict, reason) in said)
        {
            if (verdict == PolicyVerdict.Denied)
            {
                return new AccessVerdict.Denied(
                    caller, reason, $"{user} with an explicit deny in {Article(reason.Level)}-based policy");
            }
        }

        foreach (var (verdict, reason) in said)
        {
            if (verdict == PolicyVerdict.Silent)
            {
                return new AccessVerdict.Denied(
                    caller,
                    reason,
                    $"{user} because no {Word(reason.Level)}-based policy allows the {action} action");
            }
        }

        return new AccessVerdict.Allowed(caller, [.. said.Select(one => one.Reason)]);
    }

    // Nobody and the account itself have no policies that could restrict them.
    private static (PolicyVerdict, AccessReason) AskIdentity(AccessCaller caller, AccessKeys keys, PolicyRequest asked)
    {
        if (caller.Role is null)
        {
            return (PolicyVerdict.Allowed, new AccessReason(AccessLevel.Identity, 0, null, null));
        }

        var (index, finding) = keys.PoliciesOf(caller).Find(asked);
        return (finding.Verdict, Reason(AccessLevel.Identity, index, finding));
    }

    private static PolicyVerdict Ask(PolicyDocument? policy, PolicyRequest asked, out PolicyFinding finding)
    {
        finding = policy?.Find(asked) ?? PolicyFinding.Silence;
        return finding.Verdict;
    }

    private static AccessReason Reason(AccessLevel level, int policy, PolicyFinding finding) =>
        new(level, policy, finding.Statement, finding.Sid);

    private static IEnumerable<(AccessLevel, PolicyDocument?)> Level(AccessLevel level, string? policy)
    {
        if (policy is null)
        {
            return [];
        }

        PolicyReader.TryRead(policy, PolicyGrammar.LatticeAuth, out var document, out _);
        return [(level, document)];
    }

    private static string Word(AccessLevel level) => level switch
    {
        AccessLevel.Network => "network",
        AccessLevel.Service => "service",
        _ => "identity",
    };

    private static string Article(AccessLevel level) =>
        level == AccessLevel.Identity ? "an identity" : "a " + Word(level);
}
