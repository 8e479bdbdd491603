using System.Collections.Immutable;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.VpcLattice;

namespace Pergola.Planning.VpcLattice;

/// <summary>Every refusal of VPC Lattice, with the members that its shape requires.</summary>
internal abstract record LatticeError : ApiError
{
    private LatticeError(string code, int httpStatus, string message)
        : base(code, httpStatus, message)
    {
    }

    /// <summary>The request contradicts what exists.</summary>
    public sealed record Conflict(string Why, string ResourceId, string ResourceType)
        : LatticeError("ConflictException", 409, Why)
    {
        /// <inheritdoc/>
        public override ImmutableArray<KeyValuePair<string, object>> Members =>
            [new("resourceId", ResourceId), new("resourceType", ResourceType)];

        public static Conflict With<T>(string id, string why)
            where T : LatticeResource => new(why, id, LatticeIds.TypeOf<T>());

        /// <summary>The resource is on its way to somewhere; clients look for the status word.</summary>
        public static Conflict Status<T>(T resource, string status)
            where T : LatticeResource => With<T>(
                resource.Id,
                $"Invalid resource status for this operation, resource id {resource.Id}, status: {status}.");

        /// <summary>
        /// The refusal of a deletion that names everything in its way, one sentence for each sort of thing; null when
        /// nothing is. Clients look for sentences such as <c>ServiceNetwork sn-… has VPC(s) associated</c>.
        /// </summary>
        /// <param name="subject">How the sentences begin: the resource with its id.</param>
        /// <param name="blockers">How a sentence goes on, and what it names.</param>
        public static Conflict? Blocked<T>(
            string id, string subject, params ReadOnlySpan<(string Verb, IEnumerable<string> Names)> blockers)
            where T : LatticeResource
        {
            var sentences = new List<string>();
            foreach (var (verb, names) in blockers)
            {
                if (string.Join(", ", names) is { Length: > 0 } list)
                {
                    sentences.Add($"{subject} {verb}: {list}");
                }
            }

            return sentences.Count == 0 ? null : With<T>(id, string.Join(". ", sentences));
        }
    }

    /// <summary>Something that the request names does not exist, or not under the parent it names.</summary>
    public sealed record NotFound(string ResourceId, string ResourceType)
        : LatticeError("ResourceNotFoundException", 404, $"{ResourceType} {ResourceId} not found.")
    {
        /// <inheritdoc/>
        public override ImmutableArray<KeyValuePair<string, object>> Members =>
            [new("resourceId", ResourceId), new("resourceType", ResourceType)];

        public static NotFound Of<T>(string id)
            where T : LatticeResource => new(id, LatticeIds.TypeOf<T>());
    }

    /// <summary>A field has a value that this operation cannot take.</summary>
    public sealed record Validation(ImmutableArray<FieldFault> Faults)
        : LatticeError("ValidationException", 400, string.Join(" ", Faults.Select(fault => fault.Message)))
    {
        /// <inheritdoc/>
        public override ImmutableArray<KeyValuePair<string, object>> Members =>
        [
            new("reason", "fieldValidationFailed"),
            new("fieldList", Faults.Select(fault => fault.ToMap()).ToImmutableArray()),
        ];

        public static Validation Of(string field, string message) => new([new FieldFault(field, message)]);

        /// <summary>The refusal of all these faults at once; null when there is none.</summary>
        public static Validation? OfAll(IEnumerable<FieldFault> faults)
        {
            ImmutableArray<FieldFault> all = [.. faults];
            return all.IsEmpty ? null : new Validation(all);
        }
    }

    /// <summary>A quota is used up.</summary>
    public sealed record QuotaExceeded(
        string ResourceType, string? ResourceId, LatticeQuota Quota, int Limit, int Total)
        : LatticeError(
            "ServiceQuotaExceededException",
            402,
            $"{Quota.Title}{(ResourceId is null ? "" : $" ({ResourceId})")}: the limit is {Limit}, and there would be "
            + $"{Total}. Delete what is not needed, or raise the quota {Quota.Code} ({Quota.Name}).")
    {
        /// <inheritdoc/>
        public override ImmutableArray<KeyValuePair<string, object>> Members =>
        [
            .. ResourceId is { } id ? ImmutableArray.Create(KeyValuePair.Create<string, object>("resourceId", id)) : [],
            new("resourceType", ResourceType),
            new("serviceCode", "vpc-lattice"),
            new("quotaCode", Quota.Code),
        ];
    }

    /// <summary>The caller may not do this, or may not see what it names.</summary>
    public sealed record AccessDenied(string Why) : LatticeError("AccessDeniedException", 403, Why)
    {
        /// <summary>Another account's resource, which may be there or not: AWS does not say which.</summary>
        public static AccessDenied To(Given given, string action, string arn) => new(
            $"{given.Caller.Arn} is not authorized to perform: {action} on resource: {arn}. Its owner must share it "
            + $"with account {given.Scope.Account} first.");
    }
}

/// <summary>One field and what is wrong with it.</summary>
internal sealed record FieldFault(string Field, string Message)
{
    public IReadOnlyDictionary<string, string> ToMap() =>
        ImmutableSortedDictionary.CreateRange<string, string>([new("name", Field), new("message", Message)]);
}
