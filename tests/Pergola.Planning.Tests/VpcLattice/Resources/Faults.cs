using Pergola.Core;
using Pergola.Planning.VpcLattice;

namespace Pergola.Planning.Tests.VpcLattice.Resources;

/// <summary>What a validation error must say.</summary>
internal static class Faults
{
    /// <summary>It is one, and names that field among its faults.</summary>
    public static void Has(string field, ApiError error)
    {
        var validation = Assert.IsType<LatticeError.Validation>(error);
        Assert.Contains(field, validation.Faults.Select(fault => fault.Field));
    }
}
