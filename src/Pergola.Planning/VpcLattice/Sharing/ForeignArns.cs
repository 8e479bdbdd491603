namespace Pergola.Planning.VpcLattice;

/// <summary>
/// One rule for ARNs of other accounts, whatever is done with them: what is not shared with the caller may be there or
/// not, and AWS does not say which, so the answer is 403 and never 404. Ids, and ARNs of the caller's own account and
/// of other regions, name what is not there: 404. An operation without AccessDeniedException in AWS's model
/// (DeleteTargetGroup) answers 404 to all of them.
/// </summary>
internal static class ForeignArns
{
    private const string Denial = "AccessDeniedException";

    /// <summary>The same decision under this rule.</summary>
    public static Binding Guard(Binding binding)
    {
        if (!binding.Operation.Errors.Any(error => error.Name == Denial))
        {
            return binding;
        }

        return binding with
        {
            Decide = (request, snapshot, given) =>
            {
                var outcome = binding.Decide(request, snapshot, given);
                return outcome.Error is LatticeError.NotFound { ResourceId: var named }
                    && LatticeLookup.OwnerElsewhere(given, named) is not null
                        ? outcome with
                        {
                            Error = LatticeError.AccessDenied.To(
                                given, $"vpc-lattice:{binding.Operation.Name}", named),
                        }
                        : outcome;
            },
        };
    }
}
