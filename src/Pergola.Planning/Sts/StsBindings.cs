using System.Collections.Immutable;
using Pergola.Api.Sts;

namespace Pergola.Planning.Sts;

/// <summary>Which decision answers which operation of this service.</summary>
public static class StsBindings
{
    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
        Binding.To(StsApi.AssumeRole, AssumeRole.Decide),
        Binding.To(StsApi.GetAccessKeyInfo, GetAccessKeyInfo.Decide),
        Binding.To(StsApi.GetCallerIdentity, GetCallerIdentity.Decide),
        Binding.To(StsApi.GetSessionToken, GetSessionToken.Decide),
    ];
}
