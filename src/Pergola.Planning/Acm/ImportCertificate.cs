using System.Collections.Immutable;
using System.Text;
using Pergola.Api.Acm;
using Pergola.Core;
using Pergola.Domain;
using Certificate = Pergola.Domain.Acm.Certificate;

namespace Pergola.Planning.Acm;

/// <summary>
/// ImportCertificate: takes a certificate whose key fits, that is valid now, and whose chain leads upwards from it
/// (ACM user guide, "Prerequisites for importing certificates"). With an ARN it replaces what was imported there.
/// </summary>
internal static class ImportCertificate
{
    public static Decision<ImportCertificateResponse> Decide(
        ImportCertificateRequest request, Snapshot snapshot, Given given)
    {
        Certificate? before = null;
        if (request.CertificateArn is { } arn)
        {
            if (!Certificates.TryFind(snapshot, given, arn, out before, out var unknown))
            {
                return unknown;
            }

            if (Misuse(before, request) is { } misuse)
            {
                return misuse;
            }
        }
        else if (snapshot.In(given.Scope).Of<Certificate>().Count is var count && count >= Certificates.Most)
        {
            return new AcmError.LimitExceeded($"There are {count} certificates already, the most of a region.");
        }

        var (tags, error) = AcmTags.Merge(
            before?.Tags ?? ImmutableSortedDictionary<string, string>.Empty, request.Tags);
        if (error is not null)
        {
            return error;
        }

        try
        {
            var made = Read(request, given, before) with { Tags = tags };
            return new Decision<ImportCertificateResponse>.Accept(
                new ImportCertificateResponse { CertificateArn = made.CertificateArn },
                [new Change.Put(given.Scope, made)]);
        }
        catch (CertificateFault fault)
        {
            return new AcmError.Validation(fault.Message);
        }
    }

    private static AcmError? Misuse(Certificate before, ImportCertificateRequest request)
    {
        if (before.Type != CertificateType.Imported)
        {
            return new AcmError.Validation(
                $"Certificate {before.Id} was requested; only an imported certificate can be imported again.");
        }

        return request.Tags is { Count: > 0 }
            ? new AcmError.InvalidParameter("Tags are given with CertificateArn; use AddTagsToCertificate instead.")
            : null;
    }

    private static Certificate Read(ImportCertificateRequest request, Given given, Certificate? before)
    {
        using var certificate = CertificateText.One(Text(request.Certificate), "Certificate");
        var facts = CertificateText.Read(certificate);
        if (given.Now < facts.NotBefore || given.Now >= facts.NotAfter)
        {
            throw new CertificateFault(
                $"The certificate is valid from {facts.NotBefore:O} to {facts.NotAfter:O}, which is not now.");
        }

        if (before is not null && before.Facts.KeyAlgorithm != facts.KeyAlgorithm)
        {
            throw new CertificateFault(
                $"The new certificate's key is {facts.KeyAlgorithm}; it must be {before.Facts.KeyAlgorithm}, as "
                + $"that of {before.Id} is.");
        }

        return new Certificate
        {
            CertificateArn =
                before?.CertificateArn ?? Certificates.ArnOf(given.Scope, Mint.Uuid(given.Entropy)),
            Ordinal = before?.Ordinal ?? 0,
            Type = CertificateType.Imported,
            CertificatePem = certificate.ExportCertificatePem() + "\n",
            ChainPem = request.CertificateChain is { } chain
                ? CertificateChain.Read(certificate, Text(chain))
                : null,
            PrivateKeyPem = PrivateKeys.Read(Text(request.PrivateKey), certificate),
            Facts = facts,
            CreatedAt = before?.CreatedAt ?? given.Now,
            ImportedAt = given.Now,
        };
    }

    private static string Text(byte[] pem) => Encoding.ASCII.GetString(pem);
}
