namespace Pergola.Planning.Acm;

/// <summary>What was sent is no certificate, chain or key. Caught where it becomes the operation's answer.</summary>
internal sealed class CertificateFault(string message) : Exception(message);
