using Pergola.Core;
using Pergola.Planning.Dataplane;
using Pergola.Proxy.Tls;

namespace Pergola.Bench;

/// <summary>The certificate that all proxies show: ECDSA on P-256.</summary>
internal static class TlsFiles
{
    /// <summary>What our table calls it.</summary>
    public const string Name = "arn:certificate";

    /// <summary>A name, because clients ask for no address when they begin TLS.</summary>
    public const string Host = "localhost";

    public static string Certificate(string folder) => Path.Combine(folder, "tls.pem");

    public static string Key(string folder) => Path.Combine(folder, "tls.key");

    public static void Write(string folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authority = LocalAuthority.Make(now);
        var issued = authority.Issue(new CertificateOrder([Host], "EC_prime256v1", now, now.AddDays(1)));
        File.WriteAllText(Certificate(folder), issued.CertificatePem + issued.ChainPem);
        File.WriteAllText(Key(folder), issued.PrivateKeyPem);
    }

    public static CertificateEntry Read(string folder) =>
        new(Name, File.ReadAllText(Certificate(folder)), File.ReadAllText(Key(folder)));
}
