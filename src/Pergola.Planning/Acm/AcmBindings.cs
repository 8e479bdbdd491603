using System.Collections.Immutable;
using Pergola.Api.Acm;

namespace Pergola.Planning.Acm;

/// <summary>Which decision answers which operation of this service.</summary>
public static class AcmBindings
{
    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
        Binding.To(AcmApi.AddTagsToCertificate, AcmTags.Add),
        Binding.To(AcmApi.DeleteCertificate, DeleteCertificate.Decide),
        Binding.To(AcmApi.DescribeCertificate, DescribeCertificate.Decide),
        Binding.To(AcmApi.GetCertificate, GetCertificate.Decide),
        Binding.To(AcmApi.ImportCertificate, ImportCertificate.Decide),
        Binding.To(AcmApi.ListCertificates, ListCertificates.Decide),
        Binding.To(AcmApi.ListTagsForCertificate, AcmTags.List),
        Binding.To(AcmApi.RemoveTagsFromCertificate, AcmTags.Remove),
        Binding.To(AcmApi.RenewCertificate, RenewCertificate.Decide),
        Binding.To(AcmApi.RequestCertificate, RequestCertificate.Decide),
        Binding.To(AcmApi.UpdateCertificateOptions, UpdateCertificateOptions.Decide),
    ];
}
