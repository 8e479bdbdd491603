namespace Pergola.Domain.VpcLattice;

/// <summary>Has a name that its maker chose and that never changes.</summary>
public interface INamed
{
    /// <summary>Unique among its kind, in account and region or in its parent.</summary>
    string Name { get; }
}
