using Pergola.Api.Acm;
using Pergola.Domain;
using Pergola.Wire.Schemas;

namespace Pergola.Planning.Acm;

/// <summary>UpdateCertificateOptions: transparency logging, of certificates that were requested.</summary>
internal static class UpdateCertificateOptions
{
    public static Decision<Nothing> Decide(UpdateCertificateOptionsRequest request, Snapshot snapshot, Given given)
    {
        if (!Certificates.TryFind(snapshot, given, request.CertificateArn, out var certificate, out var refusal))
        {
            return refusal;
        }

        if (certificate.Type == CertificateType.Imported)
        {
            return new AcmError.InvalidState(
                $"Certificate {certificate.Id} was imported; only requested certificates have options.");
        }

        return new Decision<Nothing>.Accept(new Nothing(), [new Change.Put(given.Scope, certificate with
        {
            TransparencyLogging =
                request.Options.CertificateTransparencyLoggingPreference ?? certificate.TransparencyLogging,
        })]);
    }
}
