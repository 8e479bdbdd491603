using System.Collections.Immutable;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.VpcLattice;

/// <summary>What a request's client token says: nothing, "this is a repetition", or a contradiction.</summary>
internal sealed class ClientToken
{
    /// <summary>How long a token is remembered; AWS does not say, a day outlives every retry of an SDK.</summary>
    private static readonly TimeSpan s_memory = TimeSpan.FromHours(24);

    private readonly ClientTokenUse? _use;

    private ClientToken(ClientTokenUse? use) => _use = use;

    /// <summary>What the same request made before; null when this is its first time.</summary>
    public string? ResourceId { get; private init; }

    /// <summary>The refusal when the token came with other parameters before.</summary>
    public LatticeError? Conflict { get; private init; }

    /// <summary>Reads the token of a request that would make a <typeparamref name="T"/>.</summary>
    public static ClientToken Read<T>(Operation operation, object request, string? token, Realm realm, Given given)
        where T : LatticeResource
    {
        if (string.IsNullOrEmpty(token))
        {
            return new ClientToken(null);
        }

        var fingerprint = RequestFingerprint.Of(operation.Input, request);
        var earlier = realm.Of<ClientTokenUse>().Find(ClientTokenUse.Key(operation.Name, token));
        if (earlier is not null && earlier.ExpiresAt > given.Now && realm.Of<T>().Find(earlier.ResourceId) is not null)
        {
            return new ClientToken(null)
            {
                ResourceId = earlier.ResourceId,
                Conflict = earlier.Fingerprint == fingerprint ? null : LatticeError.Conflict.With<T>(
                    earlier.ResourceId,
                    $"clientToken '{token}' was used by {operation.Name} with other parameters; it made "
                    + $"{earlier.ResourceId}. Use a new token for a new resource."),
            };
        }

        return new ClientToken(new ClientTokenUse
        {
            Operation = operation.Name,
            Token = token,
            Fingerprint = fingerprint,
            ResourceId = "",
            ExpiresAt = given.Now + s_memory,
        });
    }

    /// <summary>The change that remembers what the request made; none when it had no token.</summary>
    public ImmutableArray<Change> Remember(Given given, string resourceId) =>
        _use is null ? [] : [new Change.Put(given.Scope, _use with { ResourceId = resourceId })];
}
