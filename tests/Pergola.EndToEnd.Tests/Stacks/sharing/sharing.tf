# Two accounts: one owns a service network and shares it, the other accepts and brings a service and a VPC.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "endpoint" {
  type = string
}

# False: as created. True: what a share can change in place is changed.
variable "changed" {
  type    = bool
  default = false
}

locals {
  owner = "111122223333"
  guest = "999988887777"
}

provider "aws" {
  region                  = "eu-central-1"
  access_key              = local.owner
  secret_key              = "pergola"
  skip_metadata_api_check = "true"

  endpoints {
    iam        = var.endpoint
    ram        = var.endpoint
    sts        = var.endpoint
    vpclattice = var.endpoint
  }
}

provider "aws" {
  alias                   = "guest"
  region                  = "eu-central-1"
  access_key              = local.guest
  secret_key              = "pergola"
  skip_metadata_api_check = "true"

  endpoints {
    ec2        = var.endpoint
    iam        = var.endpoint
    ram        = var.endpoint
    sts        = var.endpoint
    vpclattice = var.endpoint
  }
}

resource "aws_vpclattice_service_network" "shared" {
  name = "shared"
}

resource "aws_ram_resource_share" "lattice" {
  name                      = var.changed ? "lattice-again" : "lattice"
  allow_external_principals = true
  permission_arns           = ["arn:aws:ram::aws:permission/AWSRAMPermissionVpcLatticeServiceNetworkReadWrite"]
  tags                      = { team = var.changed ? "b" : "a" }
}

resource "aws_ram_resource_association" "network" {
  resource_arn       = aws_vpclattice_service_network.shared.arn
  resource_share_arn = aws_ram_resource_share.lattice.arn
}

resource "aws_ram_principal_association" "guest" {
  principal          = local.guest
  resource_share_arn = aws_ram_resource_share.lattice.arn
}

data "aws_ram_resource_share" "lattice" {
  name           = aws_ram_resource_share.lattice.name
  resource_owner = "SELF"
  depends_on     = [aws_ram_resource_association.network]
}

resource "aws_ram_resource_share_accepter" "guest" {
  provider   = aws.guest
  share_arn  = aws_ram_principal_association.guest.resource_share_arn
  depends_on = [aws_ram_resource_association.network]
}

resource "aws_vpclattice_service" "guest" {
  provider = aws.guest
  name     = "guests"
}

resource "aws_vpclattice_service_network_service_association" "guest" {
  provider                   = aws.guest
  service_identifier         = aws_vpclattice_service.guest.id
  service_network_identifier = aws_vpclattice_service_network.shared.arn
  depends_on                 = [aws_ram_resource_share_accepter.guest]
}

resource "aws_vpc" "guest" {
  provider   = aws.guest
  cidr_block = "10.20.0.0/16"
}

resource "aws_vpclattice_service_network_vpc_association" "guest" {
  provider                   = aws.guest
  vpc_identifier             = aws_vpc.guest.id
  service_network_identifier = aws_vpclattice_service_network.shared.arn
  depends_on                 = [aws_ram_resource_share_accepter.guest]
}

output "shared" {
  value = [data.aws_ram_resource_share.lattice.resource_arns[0], aws_ram_resource_share_accepter.guest.resources[0]]
}

output "network" {
  value = aws_vpclattice_service_network.shared.arn
}
