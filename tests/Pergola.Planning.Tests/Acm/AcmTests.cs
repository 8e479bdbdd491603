using System.Security.Cryptography;
using Pergola.Api.Acm;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Planning.Acm;
using Pergola.Planning.Tests.VpcLattice;
using Pergola.Planning.VpcLattice;
using Tag = Pergola.Api.Acm.Tag;

namespace Pergola.Planning.Tests.Acm;

/// <summary>What certificates promise from their import or request to their end.</summary>
public sealed class AcmTests
{
    private static readonly TestAuthority s_authority = new();

    private readonly LatticeWorld _world = new() { Authority = s_authority };

    [Theory]
    [InlineData(false, "EC_prime256v1", "SHA256WITHECDSA")]
    [InlineData(true, "RSA_2048", "SHA256WITHECDSA")]
    public void An_imported_certificate_is_described_as_it_is(bool isRsa, string keyAlgorithm, string signed)
    {
        using AsymmetricAlgorithm key = isRsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = s_authority.Leaf(key, "Shop.example", "*.shop.example");

        var detail = Describe(Import(leaf));

        Assert.Equal((CertificateType.Imported, CertificateStatus.Issued), (detail.Type, detail.Status));
        Assert.Equal(("shop.example", keyAlgorithm, signed),
            (detail.DomainName, detail.KeyAlgorithm, detail.SignatureAlgorithm));
        Assert.Equal(["shop.example", "*.shop.example"], detail.SubjectAlternativeNames);
        Assert.Equal((TestAuthority.Start, TestAuthority.End), (detail.NotBefore, detail.NotAfter));
        Assert.Equal(KeyUsageName.DigitalSignature, Assert.Single(detail.KeyUsages!).Name);
        Assert.Equal(
            ExtendedKeyUsageName.TlsWebServerAuthentication, Assert.Single(detail.ExtendedKeyUsages!).Name);
        Assert.Null(detail.DomainValidationOptions);
        Assert.Equal(RenewalEligibility.Ineligible, detail.RenewalEligibility);
    }

    [Fact]
    public void The_certificate_and_its_chain_come_back_and_the_key_does_not()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = s_authority.Leaf(key, "shop.example");

        var read = _world.Do(GetCertificate.Decide, new GetCertificateRequest { CertificateArn = Import(leaf) });

        Assert.Equal(leaf.CertificatePem.Trim(), read.Certificate!.Trim());
        Assert.Equal(s_authority.Chain.Trim(), read.CertificateChain!.Trim());
    }

    [Theory]
    [InlineData("EC PRIVATE KEY")]
    [InlineData("RSA PRIVATE KEY")]
    public void Older_forms_of_keys_are_taken(string label)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        AsymmetricAlgorithm key = label.StartsWith("EC", StringComparison.Ordinal) ? ecdsa : rsa;
        var pem = key == rsa ? rsa.ExportRSAPrivateKeyPem() : ecdsa.ExportECPrivateKeyPem();
        Assert.Contains(label, pem, StringComparison.Ordinal);

        Import(s_authority.Leaf(key, "shop.example") with { PrivateKeyPem = pem });
    }

    [Fact]
    public void What_does_not_belong_together_is_refused_and_says_why()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = s_authority.Leaf(key, "shop.example");
        var self = TestAuthority.Self("CN=Stranger", ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var late = s_authority.Leaf(key, _world.Now.AddDays(1), TestAuthority.End, "shop.example");
        (IssuedCertificate Sent, string Why)[] refused =
        [
            (leaf with { PrivateKeyPem = other.ExportPkcs8PrivateKeyPem() }, "does not belong"),
            (leaf with { PrivateKeyPem = key.ExportSubjectPublicKeyInfoPem() }, "public key only"),
            (leaf with { PrivateKeyPem = "nonsense" }, "not a PEM-encoded key"),
            (leaf with { PrivateKeyPem = key.ExportEncryptedPkcs8PrivateKeyPem(
                "x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)) }, "encrypted"),
            (leaf with { ChainPem = s_authority.Root }, "Could not validate the certificate with"),
            (leaf with { ChainPem = self.ExportCertificatePem() }, "Could not validate"),
            (leaf with { ChainPem = leaf.CertificatePem + "\n" + leaf.ChainPem }, "Could not validate"),
            (leaf with { ChainPem = key.ExportPkcs8PrivateKeyPem() }, "must hold certificates"),
            (leaf with { CertificatePem = leaf.CertificatePem + "\n" + s_authority.Root }, "holds 2 certificates"),
            (leaf with { CertificatePem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" }, "no X.509"),
            (leaf with { CertificatePem = "nonsense" }, "not PEM-encoded"),
            (late, "which is not now"),
        ];

        Assert.All(refused, row =>
        {
            var error = _world.Refused(ImportCertificate.Decide, Request(row.Sent));
            Assert.Equal("ValidationException", error.Code);
            Assert.Contains(row.Why, error.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Importing_to_an_ARN_replaces_the_certificate_and_keeps_its_tags_and_users()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var newer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var arn = Import(s_authority.Leaf(key, "shop.example"), new Tag { Key = "team", Value = "shop" });
        var service = ServiceWith(arn, "shop.example");
        var serial = Describe(arn).Serial;

        _world.Now += TimeSpan.FromDays(1);
        var again = Request(s_authority.Leaf(newer, "www.shop.example", "shop.example")) with { CertificateArn = arn };
        Assert.Equal(arn, _world.Do(ImportCertificate.Decide, again).CertificateArn);

        var detail = Describe(arn);
        Assert.NotEqual(serial, detail.Serial);
        Assert.Equal("www.shop.example", detail.DomainName);
        Assert.Equal(service, Assert.Single(detail.InUseBy!));
        Assert.Equal((_world.Now.AddDays(-1), _world.Now), (detail.CreatedAt, detail.ImportedAt));
        Assert.Equal("shop", Assert.Single(Tags(arn)).Value);
    }

    [Fact]
    public void A_requested_certificate_is_issued_at_once_with_the_records_that_would_prove_its_names()
    {
        var arn = Requested("shop.example", ["*.shop.example", "api.shop.example"]);

        var detail = Describe(arn);

        Assert.Equal((CertificateType.AmazonIssued, CertificateStatus.Issued), (detail.Type, detail.Status));
        Assert.Equal(["shop.example", "*.shop.example", "api.shop.example"], detail.SubjectAlternativeNames);
        Assert.Equal(3, detail.DomainValidationOptions!.Count);
        Assert.All(detail.DomainValidationOptions, proof => Assert.Equal(DomainStatus.Success, proof.ValidationStatus));
        var records = detail.DomainValidationOptions.Select(proof => proof.ResourceRecord!).ToList();
        Assert.Equal(records[0], records[1]);
        Assert.NotEqual(records[0].Name, records[2].Name);
        Assert.Matches(@"^_[0-9a-f]{32}\.shop\.example\.$", records[0].Name);
        Assert.Equal(_world.Now.AddDays(395), detail.NotAfter);
    }

    [Fact]
    public void The_same_token_gives_the_same_certificate_for_an_hour()
    {
        var request = new RequestCertificateRequest { DomainName = "shop.example", IdempotencyToken = "once" };
        var first = _world.Do(RequestCertificate.Decide, request).CertificateArn;

        Assert.Equal(first, _world.Do(RequestCertificate.Decide, request).CertificateArn);
        Assert.NotEqual(
            first, _world.Do(RequestCertificate.Decide, request with { DomainName = "other.example" }).CertificateArn);
        _world.Now += TimeSpan.FromHours(2);
        Assert.NotEqual(first, _world.Do(RequestCertificate.Decide, request).CertificateArn);
    }

    [Fact]
    public void A_certificate_in_use_is_not_deleted_and_the_refusal_names_the_services()
    {
        var arn = Requested("*.shop.example");
        var service = ServiceWith(arn, "api.shop.example");
        var delete = new DeleteCertificateRequest { CertificateArn = arn };

        var error = _world.Refused(DeleteCertificate.Decide, delete);
        Assert.Equal("ResourceInUseException", error.Code);
        Assert.Contains(service, error.Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(List()).InUse);

        _world.Do(UpdateService.Decide, new UpdateServiceRequest
        {
            ServiceIdentifier = service, CertificateArn = "",
        });
        _world.Do(DeleteCertificate.Decide, delete);
        Assert.Empty(List());
        Assert.Equal("ResourceNotFoundException", _world.Refused(DeleteCertificate.Decide, delete).Code);
    }

    [Fact]
    public void Renewing_gives_a_new_certificate_for_the_same_names_and_only_to_what_was_requested()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var arn = Requested("shop.example");
        var serial = Describe(arn).NotAfter;
        _world.Now += TimeSpan.FromDays(300);

        _world.Do(RenewCertificate.Decide, new RenewCertificateRequest { CertificateArn = arn });

        Assert.Equal(_world.Now.AddDays(395), Describe(arn).NotAfter);
        Assert.Equal(RenewalStatus.Success, Describe(arn).RenewalSummary!.RenewalStatus);
        Assert.NotEqual(serial, Describe(arn).NotAfter);
        var imported = Import(s_authority.Leaf(key, "shop.example"));
        Assert.Equal("ValidationException", _world.Refused(
            RenewCertificate.Decide, new RenewCertificateRequest { CertificateArn = imported }).Code);
    }

    [Fact]
    public void Lists_show_RSA_unless_other_key_types_are_asked_for_and_are_cut_into_pages()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var curve = Import(s_authority.Leaf(key, "curve.example"));
        var first = Requested("a.example");
        var second = Requested("b.example");

        Assert.Equal([first, second], List().Select(each => each.CertificateArn));
        Assert.Equal([second, first], List(
            new() { SortBy = SortBy.CreatedAt, SortOrder = SortOrder.Descending }).Select(each => each.CertificateArn));
        Assert.Equal(curve, Assert.Single(List(
            new() { Includes = new Filters { KeyTypes = [KeyAlgorithm.EcPrime256v1] } })).CertificateArn);

        var page = _world.Do(ListCertificates.Decide, new ListCertificatesRequest { MaxItems = 1 });
        var rest = _world.Do(
            ListCertificates.Decide, new ListCertificatesRequest { MaxItems = 5, NextToken = page.NextToken });
        Assert.Equal(second, Assert.Single(rest.CertificateSummaryList!).CertificateArn);
        Assert.Null(rest.NextToken);
    }

    [Fact]
    public void A_tag_is_removed_only_with_the_value_that_it_has()
    {
        var arn = Requested("shop.example");
        _world.Do(AcmTags.Add, new AddTagsToCertificateRequest
        {
            CertificateArn = arn, Tags = [new Tag { Key = "a", Value = "1" }, new Tag { Key = "b", Value = "2" }],
        });

        _world.Do(AcmTags.Remove, new RemoveTagsFromCertificateRequest
        {
            CertificateArn = arn, Tags = [new Tag { Key = "a", Value = "other" }, new Tag { Key = "b" }],
        });

        Assert.Equal("a", Assert.Single(Tags(arn)).Key);
    }

    [Fact]
    public void A_services_certificate_must_exist_and_be_for_its_custom_domain()
    {
        var arn = Requested("*.shop.example");
        var missing = arn[..^1] + (arn[^1] == '0' ? '1' : '0');
        (string Arn, string? Domain, string Why)[] refused =
        [
            (missing, "api.shop.example", "does not exist"),
            (arn.Replace("111122223333", "999988887777", StringComparison.Ordinal), null, "of this account"),
            (arn, "shop.example", "but not for customDomainName 'shop.example'"),
            (arn, "a.b.shop.example", "but not for customDomainName"),
        ];

        Assert.All(refused, row => Assert.Contains(
            row.Why,
            _world.Refused(CreateService.Decide, new CreateServiceRequest
            {
                Name = "shop", CertificateArn = row.Arn, CustomDomainName = row.Domain,
            }).Message,
            StringComparison.Ordinal));
        ServiceWith(arn, "API.shop.example");
    }

    private string Import(IssuedCertificate leaf, params Tag[] tags) => _world.Do(
        ImportCertificate.Decide, Request(leaf) with { Tags = tags.Length == 0 ? null : tags }).CertificateArn!;

    private static ImportCertificateRequest Request(IssuedCertificate leaf) => new()
    {
        Certificate = TestAuthority.Bytes(leaf.CertificatePem),
        CertificateChain = TestAuthority.Bytes(leaf.ChainPem),
        PrivateKey = TestAuthority.Bytes(leaf.PrivateKeyPem),
    };

    private string Requested(string name, string[]? others = null) => _world.Do(
        RequestCertificate.Decide,
        new RequestCertificateRequest
        {
            DomainName = name, SubjectAlternativeNames = others, ValidationMethod = ValidationMethod.Dns,
        }).CertificateArn!;

    private string ServiceWith(string certificate, string domain)
    {
        var arn = _world.Do(CreateService.Decide, new CreateServiceRequest
        {
            Name = "shop", CustomDomainName = domain, CertificateArn = certificate,
        }).Arn!;
        _world.Settle();
        return arn;
    }

    private CertificateDetail Describe(string arn) => _world.Do(
        DescribeCertificate.Decide, new DescribeCertificateRequest { CertificateArn = arn }).Certificate!;

    private IReadOnlyList<CertificateSummary> List(ListCertificatesRequest? request = null) =>
        _world.Do(ListCertificates.Decide, request ?? new ListCertificatesRequest()).CertificateSummaryList!;

    private IReadOnlyList<Tag> Tags(string arn) => _world.Do(
        AcmTags.List, new ListTagsForCertificateRequest { CertificateArn = arn }).Tags!;
}
