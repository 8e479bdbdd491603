namespace Pergola.Proxy.Tls;

/// <summary>What two sides agreed on, in OpenSSL's words; empty where there is nothing.</summary>
/// <param name="ServerName">The name that the client asked for (SNI).</param>
/// <param name="Version">For example <c>TLSv1.3</c>.</param>
/// <param name="Cipher">For example <c>TLS_AES_128_GCM_SHA256</c>.</param>
internal sealed record TlsFacts(byte[] ServerName, byte[] Version, byte[] Cipher);
