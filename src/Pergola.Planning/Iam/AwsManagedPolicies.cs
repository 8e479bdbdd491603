using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pergola.Domain.Identity;

namespace Pergola.Planning.Iam;

/// <summary>
/// The policies of AWS that stacks with ECS and VPC Lattice attach. Names and paths are AWS's; the documents allow what
/// AWS's documentation of each policy says, with some conditions left out.
/// </summary>
internal static class AwsManagedPolicies
{
    // The day on which AWS released the youngest of them; the real dates differ and nothing depends on them.
    private static readonly DateTimeOffset s_created = new(2024, 11, 18, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All of them, in the order of the lists.</summary>
    public static ImmutableArray<ManagedPolicy> All { get; } =
    [
        .. EcsPolicies().Concat(LatticePolicies()).Concat(OtherPolicies()).Concat(ServiceLinkedPolicies()),
    ];

    /// <summary>The same by ARN.</summary>
    public static FrozenDictionary<string, ManagedPolicy> ByArn { get; } = All.ToFrozenDictionary(policy => policy.Arn);

    private static IEnumerable<ManagedPolicy> EcsPolicies() =>
    [
        Policy("/", "AmazonECSInfrastructureRolePolicyForVpcLattice",
            Allow("arn:aws:vpc-lattice:*:*:targetgroup/*", "vpc-lattice:RegisterTargets",
                "vpc-lattice:DeregisterTargets", "vpc-lattice:GetTargetGroup", "vpc-lattice:ListTargets"),
            Allow("*", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "ec2:DescribeInstances")),
        Policy("/", "AmazonECSInfrastructureRolePolicyForLoadBalancers",
            Allow("*", "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth"),
            Allow("arn:aws:elasticloadbalancing:*:*:*", "elasticloadbalancing:ModifyRule",
                "elasticloadbalancing:ModifyListener", "elasticloadbalancing:RegisterTargets",
                "elasticloadbalancing:DeregisterTargets")),
        Policy("/service-role/", "AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity",
            Allow("arn:aws:acm-pca:*:*:certificate-authority/*", "acm-pca:GetCertificate",
                "acm-pca:GetCertificateAuthorityCertificate", "acm-pca:DescribeCertificateAuthority",
                "acm-pca:IssueCertificate"),
            Allow("arn:aws:secretsmanager:*:*:secret:ecs-sc!*", "secretsmanager:CreateSecret",
                "secretsmanager:TagResource", "secretsmanager:DescribeSecret", "secretsmanager:UpdateSecret",
                "secretsmanager:GetSecretValue",
                "secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret", "secretsmanager:RotateSecret",
                "secretsmanager:UpdateSecretVersionStage")),
        Policy("/service-role/", "AmazonECSInfrastructureRolePolicyForVolumes",
            Allow("arn:aws:ec2:*:*:*", "ec2:CreateVolume", "ec2:AttachVolume", "ec2:DetachVolume", "ec2:DeleteVolume",
                "ec2:CreateTags"),
            Allow("*", "ec2:DescribeVolumes", "ec2:DescribeAvailabilityZones")),
        Policy("/service-role/", "AmazonECSTaskExecutionRolePolicy",
            Allow("*", "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer",
                "ecr:BatchGetImage", "logs:CreateLogStream", "logs:PutLogEvents")),
        Policy("/service-role/", "AmazonEC2ContainerServiceforEC2Role",
            Allow("*", "ec2:DescribeTags", "ecs:CreateCluster", "ecs:DeregisterContainerInstance",
                "ecs:DiscoverPollEndpoint", "ecs:Poll", "ecs:RegisterContainerInstance", "ecs:StartTelemetrySession",
                "ecs:UpdateContainerInstancesState", "ecs:Submit*", "ecr:GetAuthorizationToken",
                "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage",
                "logs:CreateLogStream", "logs:PutLogEvents")),
        Policy("/", "AmazonECS_FullAccess",
            Allow("*", "ecs:*", "elasticloadbalancing:*", "application-autoscaling:*", "cloudwatch:*", "ec2:Describe*",
                "logs:CreateLogGroup", "logs:DescribeLogGroups", "logs:FilterLogEvents", "servicediscovery:*",
                "iam:ListRoles", "iam:PassRole")),
    ];

    private static IEnumerable<ManagedPolicy> LatticePolicies() =>
    [
        Policy("/", "VPCLatticeServicesInvokeAccess", Allow("*", "vpc-lattice-svcs:Invoke")),
        Policy("/", "VPCLatticeFullAccess",
            Allow("*", "vpc-lattice:*", "ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups",
                "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:DescribeLogGroups")),
        Policy("/", "VPCLatticeReadOnlyAccess", Allow("*", "vpc-lattice:Get*", "vpc-lattice:List*")),
    ];

    private static IEnumerable<ManagedPolicy> OtherPolicies() =>
    [
        Policy("/", "AdministratorAccess", Allow("*", "*")),
        Policy("/", "AmazonSSMManagedInstanceCore",
            Allow("*", "ssm:DescribeAssociation", "ssm:GetDeployablePatchSnapshotForInstance", "ssm:GetDocument",
                "ssm:DescribeDocument", "ssm:GetManifest", "ssm:GetParameter", "ssm:GetParameters",
                "ssm:ListAssociations", "ssm:ListInstanceAssociations", "ssm:PutInventory", "ssm:PutComplianceItems",
                "ssm:PutConfigurePackageResult", "ssm:UpdateAssociationStatus", "ssm:UpdateInstanceAssociationStatus",
                "ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*")),
        Policy("/service-role/", "AWSLambdaBasicExecutionRole",
            Allow("*", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")),
        Policy("/", "CloudWatchLogsFullAccess", Allow("*", "logs:*", "cloudwatch:GenerateQuery")),
        Policy("/", "CloudWatchAgentServerPolicy",
            Allow("*", "cloudwatch:PutMetricData", "ec2:DescribeVolumes", "ec2:DescribeTags", "logs:PutLogEvents",
                "logs:PutRetentionPolicy", "logs:DescribeLogStreams", "logs:DescribeLogGroups", "logs:CreateLogStream",
                "logs:CreateLogGroup")),
    ];

    private static IEnumerable<ManagedPolicy> ServiceLinkedPolicies() =>
    [
        Policy("/aws-service-role/", "AmazonECSServiceRolePolicy",
            Allow("*", "ec2:AttachNetworkInterface", "ec2:CreateNetworkInterface",
                "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface",
                "ec2:DeleteNetworkInterfacePermission", "ec2:Describe*", "ec2:DetachNetworkInterface",
                "elasticloadbalancing:*", "servicediscovery:*", "logs:*", "autoscaling:*", "cloudwatch:*")),
        Policy("/aws-service-role/", "AWSVpcLatticeServiceRolePolicy",
            Allow("*", "cloudwatch:PutMetricData")),
    ];

    private static ManagedPolicy Policy(string path, string name, params string[] statements) => new()
    {
        Arn = $"arn:aws:iam::aws:policy{path}{name}",
        PolicyName = name,
        PolicyId = "ANPA" + StableId(name),
        Path = path,
        CreateDate = s_created,
        UpdateDate = s_created,
        DefaultVersionId = "v1",
        VersionCount = 1,
        Versions =
        [
            new ManagedPolicyVersion(
                "v1", $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""", s_created),
        ],
    };

    private static string Allow(string resource, params string[] actions) =>
        $$"""{"Effect":"Allow","Action":["{{string.Join("\",\"", actions)}}"],"Resource":"{{resource}}"}""";

    private static string StableId(string name) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..17];
}
