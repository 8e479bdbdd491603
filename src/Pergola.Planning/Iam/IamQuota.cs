namespace Pergola.Planning.Iam;

/// <summary>AWS's default quotas, which we hold so that a stack that exceeds one fails here too.</summary>
internal static class IamQuota
{
    /// <summary>Roles in an account.</summary>
    public const int RolesMax = 1000;

    /// <summary>Customer managed policies in an account.</summary>
    public const int PoliciesMax = 1500;

    /// <summary>Instance profiles in an account.</summary>
    public const int InstanceProfilesMax = 1000;

    /// <summary>Managed policies attached to one role.</summary>
    public const int AttachedPoliciesMax = 10;

    /// <summary>Versions of one managed policy.</summary>
    public const int PolicyVersionsMax = 5;

    /// <summary>Tags of one entity.</summary>
    public const int TagsMax = 50;

    /// <summary>Characters of a managed policy, white space not counted.</summary>
    public const int ManagedPolicySizeMax = 6144;

    /// <summary>Characters of all inline policies of a role together, white space not counted.</summary>
    public const int InlinePoliciesSizeMax = 10_240;

    /// <summary>Characters of a trust policy, white space not counted.</summary>
    public const int TrustPolicySizeMax = 2048;

    /// <summary>The size of a policy document as AWS counts it.</summary>
    public static int SizeOf(string document) => document.Count(character => !char.IsWhiteSpace(character));
}
