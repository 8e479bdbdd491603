using Pergola.Core;
using Pergola.Machine.Tasks;

namespace Pergola.Planning.Dataplane;

/// <summary>Who may call a service, as a network and the service itself say.</summary>
/// <param name="NetworkPolicy">
/// The network's auth policy as JSON; empty when it asks for one and has none, null when it asks for nothing.
/// </param>
/// <param name="ServicePolicy">The same of the service.</param>
/// <param name="Tags">The service's, which policies may compare.</param>
public sealed record AccessEntry(string? NetworkPolicy, string? ServicePolicy, ValueList<Label> Tags)
{
    /// <summary>Both ask for nothing: everybody may.</summary>
    public static AccessEntry Open { get; } = new(null, null, []);
}

/// <summary>Temporary credentials: what a signature is checked with, and who is behind it.</summary>
/// <param name="PrincipalArn">The session, or the account itself.</param>
/// <param name="Role">The role of the session; null for a session of the account itself, which may do anything.</param>
public sealed record SessionEntry(
    string AccessKeyId,
    string SecretAccessKey,
    string SessionToken,
    string PrincipalArn,
    DateTimeOffset Expiration,
    RoleEntry? Role)
{
    /// <summary>Secrets are not printed.</summary>
    public override string ToString() => $"{nameof(SessionEntry)} {AccessKeyId} of {PrincipalArn}";
}

/// <summary>A role, as far as it says what its sessions may do.</summary>
/// <param name="Policies">Attached and inline policies, as JSON.</param>
/// <param name="Boundary">The permissions boundary, as JSON: empty when it is gone, null when there is none.</param>
public sealed record RoleEntry(
    string Arn, ValueList<Label> Tags, ValueList<string> Policies, string? Boundary);
