using System.Collections.Frozen;
using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Pergola.Core;
using Pergola.Planning.Dataplane;

namespace Pergola.Proxy.Tls;

/// <summary>
/// What TLS clients are shown, by the table's names of it: ACM's certificates as they are, and for Lattice's generated
/// names one of the local authority for each wildcard, renewed long before its end. Read from any thread.
/// </summary>
internal sealed class TlsCertificates : IAsyncDisposable
{
    /// <summary>Short, so that renewal is something that happens and not something that is hoped for.</summary>
    private static readonly TimeSpan s_validity = TimeSpan.FromDays(30);

    private static readonly TimeSpan s_renewal = TimeSpan.FromDays(20);

    private static readonly TimeSpan s_look = TimeSpan.FromHours(6);

    private readonly ICertificateAuthority? _authority;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private volatile FrozenDictionary<string, Shown> _shown = FrozenDictionary<string, Shown>.Empty;

    /// <param name="authority">Null: generated names have no certificate.</param>
    /// <param name="time">Says when to renew.</param>
    /// <param name="logger">Where certificates are told that cannot be used.</param>
    public TlsCertificates(ICertificateAuthority? authority, TimeProvider time, ILogger logger)
    {
        _authority = authority;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(_ => Renew(), null, s_look, s_look);
    }

    /// <summary>What is shown under a name of the table; null when there is nothing.</summary>
    public TlsContext? Find(string certificate) =>
        _shown.TryGetValue(certificate, out var shown) ? shown.Context : null;

    /// <summary>Makes what a table needs and forgets the rest; what is the same stays.</summary>
    /// <returns>Why certificates cannot be used, by name.</returns>
    public Dictionary<string, string> Apply(DataplaneTable table)
    {
        var failures = new Dictionary<string, string>(StringComparer.Ordinal);
        lock (_gate)
        {
            var next = new Dictionary<string, Shown>(StringComparer.Ordinal);
            foreach (var entry in table.Certificates)
            {
                Keep(entry.Id, () => _shown.GetValueOrDefault(entry.Id) is { } before && before.Entry == entry
                    ? before
                    : new Shown(TlsContext.ForClients(entry.CertificatesPem, entry.PrivateKeyPem), entry, null));
            }

            foreach (var pattern in table.Vpcs.SelectMany(Patterns).Distinct(StringComparer.Ordinal))
            {
                Keep(pattern, () => _shown.GetValueOrDefault(pattern) ?? Issue(pattern));
            }

            _shown = next.ToFrozenDictionary(StringComparer.Ordinal);

            void Keep(string name, Func<Shown?> make)
            {
                try
                {
                    if (make() is { } shown)
                    {
                        next[name] = shown;
                    }
                }
                catch (Exception error) when (IsFault(error))
                {
                    failures[name] = $"The certificate cannot be used: {error.Message}";
                }
            }
        }

        return failures;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private static IEnumerable<string> Patterns(VpcEntry vpc) => vpc.Hosts
        .Concat(vpc.Endpoints.SelectMany(endpoint => endpoint.Hosts))
        .Where(host => host.IsGenerated)
        .Select(host => host.Certificate!);

    private Shown? Issue(string pattern)
    {
        if (_authority is null)
        {
            return null;
        }

        var now = _time.GetUtcNow();
        var issued = _authority.Issue(new CertificateOrder([pattern], "EC_prime256v1", now, now + s_validity));
        return new Shown(
            TlsContext.ForClients(issued.CertificatePem, issued.PrivateKeyPem), null, now + s_renewal);
    }

    private void Renew()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var next = new Dictionary<string, Shown>(_shown, StringComparer.Ordinal);
            foreach (var (pattern, shown) in _shown)
            {
                if (shown.RenewAt <= now)
                {
                    try
                    {
                        next[pattern] = Issue(pattern)!;
                    }
                    catch (Exception error) when (IsFault(error))
                    {
                        Log.RenewalFailed(_logger, pattern, error.Message);
                    }
                }
            }

            _shown = next.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }

    // ArgumentException: the authority's root is not valid at that time.
    private static bool IsFault(Exception error) =>
        error is AuthenticationException or CryptographicException or ArgumentException;

    private sealed record Shown(TlsContext Context, CertificateEntry? Entry, DateTimeOffset? RenewAt);
}
