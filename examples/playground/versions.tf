terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.77"
    }
  }
}

# Everything goes to one endpoint. Remove `endpoints` and the three lines above it, and this is a stack for AWS.
provider "aws" {
  region                  = var.region
  access_key              = "000000000000"
  secret_key              = "pergola"
  skip_metadata_api_check = "true"

  endpoints {
    ec2        = var.endpoint
    ecs        = var.endpoint
    iam        = var.endpoint
    logs       = var.endpoint
    sts        = var.endpoint
    vpclattice = var.endpoint
  }
}
