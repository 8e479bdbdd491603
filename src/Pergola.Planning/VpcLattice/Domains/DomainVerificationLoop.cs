using System.Collections.Immutable;
using Pergola.Api.VpcLattice;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>
/// Domain verifications follow the TXT records that the node sees. A record that goes away un-verifies the domain: the
/// API's enumeration has no value of its own for that, so it is PENDING again.
/// </summary>
internal static class DomainVerificationLoop
{
    /// <summary>How long a record is waited for. AWS does not say; DNS changes are everywhere in three days.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromHours(72);

    public static LoopStep Step(Snapshot snapshot, Scope scope, NodeReport? report, DateTimeOffset now)
    {
        var realm = snapshot.In(scope);
        var changes = ImmutableArray.CreateBuilder<Change>();
        DateTimeOffset? due = null;
        foreach (var verification in realm.Of<DomainVerification>().All)
        {
            var next = Next(verification, report, now);
            if (next != verification)
            {
                changes.Add(new Change.Put(scope, next));
            }

            if (next.Status == VerificationStatus.Verified)
            {
                changes.AddRange(Prove(snapshot, scope, next));
            }
            else if (next.Status == VerificationStatus.Pending)
            {
                due = LoopStep.Earlier(due, next.GivesUpAt);
            }
        }

        return new LoopStep(changes.ToImmutable(), due);
    }

    /// <summary>The names whose TXT records the node should watch: of all that have not given up.</summary>
    public static IEnumerable<string> Watched(Realm realm) => realm.Of<DomainVerification>().All
        .Where(verification => verification.Status != VerificationStatus.VerificationTimedOut)
        .Select(verification => verification.TxtRecordName);

    private static DomainVerification Next(DomainVerification verification, NodeReport? report, DateTimeOffset now)
    {
        var answer = report?.TxtRecords.FirstOrDefault(record => record.Name == verification.TxtRecordName);
        return verification.Status switch
        {
            VerificationStatus.Pending when answer?.Values.Contains(verification.TxtValue) == true =>
                verification with { Status = VerificationStatus.Verified, LastVerifiedAt = now },
            VerificationStatus.Pending when now >= verification.GivesUpAt =>
                verification with { Status = VerificationStatus.VerificationTimedOut },
            VerificationStatus.Verified when answer?.Values.Contains(verification.TxtValue) == false =>
                verification with { Status = VerificationStatus.Pending, GivesUpAt = now + Patience },
            _ => verification,
        };
    }

    private static IEnumerable<Change> Prove(Snapshot snapshot, Scope scope, DomainVerification verification) =>
        from realm in new[] { snapshot.In(scope) }
        from configuration in ConfigurationFamily.ProvenBy(realm, verification.Id)
        from change in Prove(snapshot, scope, realm, configuration)
        select change;

    private static IEnumerable<Change> Prove(
        Snapshot snapshot, Scope scope, Realm realm, ResourceConfiguration configuration) =>
    [
        .. from member in ConfigurationFamily.ChildrenOf(realm, configuration.Id).Prepend(configuration)
           from association in ConfigurationFamily.AssociationsOf(realm, member.Id)
           where !association.DomainVerified
           from change in AssociationTwins.Change(
               snapshot, scope, association, each => each with { DomainVerified = true })
           select change,
        .. from association in realm.Of<ResourceEndpointAssociation>().Under(configuration.Id)
           where !association.DomainVerified
           select new Change.Put(scope, association with { DomainVerified = true }),
    ];
}
