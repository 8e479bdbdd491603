resource "aws_security_group" "ecs_service" {
  name        = "ecs-service"
  description = "Security group for the ECS service"
  vpc_id      = aws_vpc.one.id

  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = merge(local.tags, { Name = "ecs-service" })
}

resource "aws_security_group" "lattice_service_network" {
  name        = "lattice-service-network"
  description = "Security group for the service network in VPC one"
  vpc_id      = aws_vpc.one.id

  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = merge(local.tags, { Name = "lattice-service-network" })
}
